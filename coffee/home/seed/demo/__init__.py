"""The demonstration: invented people, events, posts and newsletters that make a new installation look alive."""

from coffee.home.seed.demo.accounts import PASSWORD, Login, logins
from coffee.home.seed.demo.removal import remove_demo
from coffee.home.seed.demo.run import seed_demo

__all__ = ["PASSWORD", "Login", "logins", "remove_demo", "seed_demo"]
