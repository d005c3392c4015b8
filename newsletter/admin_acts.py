"""What a sender does with an issue in the admin: POST only, with a permission of its own, and logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from wagtail.admin import messages
from wagtail.log_actions import log

from newsletter import acts
from newsletter.admin_forms import SendForm
from newsletter.admin_pages import DeskView, IssueView, desk_facts, refusal, url_of
from newsletter.compose import propose
from newsletter.drafts import send_test
from newsletter.models import Issue

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Act(IssueView):
    """One act: POST only, logged, then on to the page that shows what came of it."""

    http_method_names = ["post"]
    permission = "newsletter.send_issue"
    action: ClassVar[str] = ""
    done: ClassVar[Any] = ""
    then: ClassVar[str] = "progress"

    def act(self) -> bool:
        """Do it; false when the issue is in another state by now."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.act():
            self.issue.refresh_from_db()
            return refusal(request, self.issue)
        log(instance=self.issue, action=self.action, user=self.user)
        messages.success(request, self.done)
        return redirect(url_of(self.then, self.issue))


class ProposeView(Act):
    """Add what is new."""

    permission = "newsletter.change_issue"
    action, done, then = "newsletter.propose", gettext_lazy("New items were added."), "edit"

    def act(self) -> bool:
        with transaction.atomic():
            draft = Issue.objects.select_for_update().filter(pk=self.issue.pk, status=Issue.DRAFT)
            issue = draft.first()
            if issue is not None:
                propose(issue)
            return issue is not None


class TestView(Act):
    """Send the draft to oneself, in every language."""

    action, then = "newsletter.test", "desk"
    done = gettext_lazy("The test is in your mailbox.")

    def act(self) -> bool:
        return self.issue.is_draft and send_test(self.issue, self.user)


class SendView(Act):
    """Let the issue go out: number repeated, nothing blocking, still a draft."""

    action, done = "newsletter.send", gettext_lazy("The issue is on its way.")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SendForm(request.POST, issue=self.issue)
        if not self.issue.is_draft:
            return refusal(request, self.issue)
        facts = desk_facts(self.issue)
        if facts["is_blocked"] or not form.is_valid():
            self.template_name, self.page_title = DeskView.template_name, DeskView.page_title
            return self.show(**facts, send_form=form)
        return super().post(request, pk)

    def act(self) -> bool:
        return acts.start(self.issue, self.user)


class PauseView(Act):
    """Hold the mailing."""

    action, done = "newsletter.pause", gettext_lazy("The mailing is paused.")

    def act(self) -> bool:
        return acts.pause(self.issue)


class ResumeView(Act):
    """Go on."""

    action, done = "newsletter.resume", gettext_lazy("The mailing goes on.")

    def act(self) -> bool:
        return acts.resume(self.issue)


class CancelView(Act):
    """End the mailing for good."""

    action, done = "newsletter.cancel", gettext_lazy("The mailing is cancelled.")

    def act(self) -> bool:
        return acts.cancel(self.issue)


class BackToDraftView(Act):
    """Take back an issue that has not begun."""

    action, done, then = "newsletter.redraft", gettext_lazy("The issue is a draft again."), "edit"

    def act(self) -> bool:
        return acts.back_to_draft(self.issue)


VIEWS: dict[str, type[Act]] = {
    "propose": ProposeView,
    "test": TestView,
    "send": SendView,
    "pause": PauseView,
    "resume": ResumeView,
    "cancel": CancelView,
    "redraft": BackToDraftView,
}
LOG_ACTIONS = {
    "newsletter.propose": (gettext_lazy("Propose items"), gettext_lazy("Items proposed")),
    "newsletter.test": (gettext_lazy("Send a test"), gettext_lazy("Test sent")),
    "newsletter.send": (gettext_lazy("Send"), gettext_lazy("Sending started")),
    "newsletter.pause": (gettext_lazy("Pause"), gettext_lazy("Sending paused")),
    "newsletter.resume": (gettext_lazy("Resume"), gettext_lazy("Sending resumed")),
    "newsletter.cancel": (gettext_lazy("Cancel"), gettext_lazy("Sending cancelled")),
    "newsletter.redraft": (gettext_lazy("Back to draft"), gettext_lazy("Made a draft again")),
}
