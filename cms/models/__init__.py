"""Pages of the site and of the training; every page of the house descends from `BasePage`."""

from cms.models.base import BasePage
from cms.models.home import HomePage
from cms.models.text import TextPage
from cms.models.training import CoursePage, LessonPage, ModulePage, TrainingIndexPage

__all__ = ["BasePage", "CoursePage", "HomePage", "LessonPage", "ModulePage", "TextPage", "TrainingIndexPage"]
