"""Pages about one issue in the admin: desk, preview, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from coffee.core.language import language_codes
from newsletter import acts
from newsletter.admin_forms import SendForm
from newsletter.checking import check, sender_is_seen
from newsletter.compose import arrange, look, of_draft, of_frozen
from newsletter.models import Delivery, Issue
from newsletter.render import example, render
from spaces.models import SpacePage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from coffee.users.models import User
    from newsletter.compose import Arrangement, Content

CONFLICT = 409
NAME = "newsletter_issue"
PAGES = ("desk", "preview", "progress")
ACTS = ("propose", "test", "send", "pause", "resume", "cancel", "redraft")
ADDRESSES = ("edit", *PAGES, *ACTS)


def url_of(name: str, issue: Issue) -> str:
    """The address of a page about an issue."""
    return reverse(f"{NAME}:{name}", args=[issue.pk])


def refusal(request: HttpRequest, issue: Issue) -> HttpResponse:
    """409: the issue is in a state in which this cannot be done."""
    context = {
        "issue": issue,
        "header_title": str(issue),
        "page_title": _("Not possible now"),
        "progress_url": url_of("progress", issue),
    }
    return TemplateResponse(request, "newsletter/admin/refusal.html", context, status=CONFLICT)


class IssueView(WagtailAdminTemplateMixin, View):
    """A page about one issue. The permission is asked before the issue is looked up."""

    permission: ClassVar[str] = "newsletter.change_issue"
    header_icon = "mail"
    issue: Issue
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        # The admin lets nobody in who is not signed in.
        self.user = cast("User", request.user)
        self.issue = get_object_or_404(Issue.objects.for_listing(), pk=kwargs["pk"])
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_page_subtitle(self) -> str:
        return str(self.issue)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        items: list[dict[str, str]] = [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Newsletter issues")},
        ]
        if self.issue.is_draft:
            items.append({"url": url_of("edit", self.issue), "label": str(self.issue)})
        return [*items, {"url": "", "label": str(self.get_page_title())}]

    def urls(self) -> dict[str, str]:
        """The addresses of the other pages and of the acts."""
        return {name: url_of(name, self.issue) for name in ADDRESSES}

    def show(self, **context: Any) -> HttpResponse:
        """Render the page."""
        context = {"issue": self.issue, "urls": self.urls(), **context}
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return response


class DeskView(IssueView):
    """Everything before Send: what was found, and the buttons."""

    page_title = gettext_lazy("Check and send")
    template_name = "newsletter/admin/desk.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.issue.is_draft:
            return refusal(request, self.issue)
        return self.show(**desk_facts(self.issue), send_form=SendForm(issue=self.issue))


def desk_facts(issue: Issue) -> dict[str, Any]:
    """What the desk shows: findings, and the items with the languages that they lack."""
    findings = check(issue)
    items = [
        {
            "item": entry.item,
            "missing": [
                code for code in language_codes() if entry.shown.get(code, {}).get("title_language") != code
            ] if entry.shown else [],
            "is_gone": not entry.shown,
        }
        for entry in look(issue)
    ]  # fmt: skip
    return {
        "findings": findings,
        "is_blocked": any(finding.is_blocking for finding in findings),
        "items": items,
    }


class PreviewView(IssueView):
    """The mail as readers of each language get it; with ?space= as readers of that space do."""

    page_title = gettext_lazy("Preview")
    template_name = "newsletter/admin/preview.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        spaces = list(SpacePage.objects.in_network().order_by("title", "pk"))
        chosen = request.GET.get("space", "")
        own = [space.pk for space in spaces if str(space.pk) == chosen]
        content = of_draft(self.issue) if self.issue.is_draft else of_frozen(self.issue)
        arrangement = arrange(content.slots, own)
        mails = mails_of(content, arrangement) if arrangement is not None else []
        return self.show(mails=mails, spaces=spaces, own=own)


def mails_of(content: Content, arrangement: Arrangement) -> list[dict[str, str]]:
    """The mail in every language, with an example of what is personal."""
    mails = []
    for code in language_codes():
        made = render(content, code, arrangement)
        html, text = example(made, code)
        mails.append({"language": code, "subject": made.subject, "html": html, "text": text})
    return mails


class ProgressView(IssueView):
    """How far a mailing has come. Reloads by itself while it runs; `?format=json` for machines."""

    page_title = gettext_lazy("Progress")
    template_name = "newsletter/admin/progress.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        deliveries = Delivery.objects.filter(issue=self.issue)
        counts = deliveries.counts()
        if request.GET.get("format") == "json":
            return JsonResponse({"status": self.issue.status, "counts": counts})
        skipped = (
            deliveries.filter(status=Delivery.SKIPPED)
            .order_by()
            .values_list("skip_reason", flat=True)
        )
        reasons = dict(Delivery.SKIP_REASONS)
        tally: dict[str, int] = {}
        for reason in skipped:
            tally[reason] = tally.get(reason, 0) + 1
        response = self.show(
            states=[(label, counts.get(code, 0)) for code, label in Delivery.STATUSES],
            total=sum(counts.values()),
            reasons=[(reasons.get(reason, reason), n) for reason, n in tally.items()],
            is_under_way=self.issue.status in acts.UNDER_WAY,
            has_sender=sender_is_seen(),
        )
        if self.issue.status in acts.UNDER_WAY:
            response["Refresh"] = "5"
        return response
