"""The home page, the standard pages, the project with its money and history, and what a seed has written."""

from coffee.home.models.budget import BudgetLine, BudgetState
from coffee.home.models.front import HomePage, HomeTranslation
from coffee.home.models.project import (
    LeadPeriod,
    Milestone,
    ProjectDate,
    ProjectItem,
    ProjectPage,
    ProjectTranslation,
)
from coffee.home.models.seeding import SeedRecord
from coffee.home.models.standard import StandardPage, StandardTranslation

__all__ = [
    "BudgetLine",
    "BudgetState",
    "HomePage",
    "HomeTranslation",
    "LeadPeriod",
    "Milestone",
    "ProjectDate",
    "ProjectItem",
    "ProjectPage",
    "ProjectTranslation",
    "SeedRecord",
    "StandardPage",
    "StandardTranslation",
]
