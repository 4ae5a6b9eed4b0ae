"""A small pool of workers: a job waits for an idle one, and harms no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from inspectgraph.queries.serve.jobs import PLAIN, Job, Reply
from inspectgraph.queries.serve.options import ServeOptions
from inspectgraph.queries.serve.worker import Worker

_BUSY: Final = Reply(503, PLAIN, b"all workers are busy\nAsk again later.\n")
T = TypeVar("T")


class Pool:
    """Workers that take one job each; a thread waits for each of them."""

    def __init__(self, options: ServeOptions) -> None:
        self._options = options
        self._workers = [Worker(options) for _ in range(options.workers)]
        self._threads = ThreadPoolExecutor(options.workers, "worker")
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start all workers."""
        await asyncio.gather(*(self._in_thread(worker.start) for worker in self._workers))
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        """End all workers, and what they do."""
        for worker in self._workers:
            worker.kill()
        await asyncio.gather(*self._tasks)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()

    async def answer(self, job: Job) -> Reply:
        """The reply to a job. Where the caller is cancelled, the job is ended."""
        try:
            worker = await asyncio.wait_for(self._idle.get(), self._options.wait)
        except TimeoutError:
            return _BUSY
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._work(worker, job, reply))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await reply
        except asyncio.CancelledError:
            if reply.cancelled():  # else it was just told, and the worker may be another's
                worker.kill()
            raise

    async def _work(self, worker: Worker, job: Job, reply: asyncio.Future[Reply]) -> None:
        """Do a job, tell its reply, and only then mend and give back the worker."""
        try:
            result = await self._in_thread(lambda: worker.reply_to(job))
            if not reply.done():
                reply.set_result(result)
            if not worker.running:
                await self._in_thread(worker.start)
        finally:
            if not reply.done():
                reply.set_result(Reply(500, PLAIN, b"the server failed\n"))
            self._idle.put_nowait(worker)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
