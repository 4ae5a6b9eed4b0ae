"""Learned weights as text, written by `training/train.py`: one file a model."""
