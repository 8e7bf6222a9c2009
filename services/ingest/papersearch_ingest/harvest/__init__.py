"""Harvesters: papers fetched from repositories by their protocols."""
