"""Rules about the project itself: its floors, settings, messages, lock and documents."""
