"""The Velocity templates of a submission, filled in for a job type."""

from infra.constructs.api.problem import problem
from infra.constructs.api.vtl import template
from infra.settings import Settings
from infra.workload.job_types import JobType, WorkerType

UNAVAILABLE = problem(
    503, "The submission may or may not have been accepted. Repeat it with the same Idempotency-Key."
)

OWNERS = {
    # The part before the colon is the user's or the role's unique id; what follows is a role's session name.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    ("iam", "principal"): "$context.identity.user.replaceAll(':.*', '')",
    ("iam", "session"): "$context.identity.user",
    ("cognito", "principal"): "$context.authorizer.claims.sub",
}


def request_template(settings: Settings, job_type: JobType) -> str:
    """From a payload to a message on the intake queue."""
    group = "#set($group = $job)"
    if isinstance(job_type, WorkerType) and job_type.ordered_by is not None:
        # The quotes make a string of a number; encoded, a value has only characters that a group id may have.
        group = (
            f"#set($value = $input.path('$.{job_type.ordered_by}'))"
            '#set($value = $util.urlEncode("$value"))'
            f'#set($group = "${{owner}}.{job_type.name}.${{value}}")'
        )
    return _identity(settings, job_type) + template("submission", type=job_type.name, group=group)


def acceptance_template(settings: Settings, job_type: JobType) -> str:
    """From SQS's answer to the 202."""
    return _identity(settings, job_type) + template("acceptance", type=job_type.name)


def refusal_template() -> str:
    """From SQS's 4xx to the problem the caller can mend, or to a 503."""
    return template(
        "refusal",
        bad_key=problem(
            400,
            "Idempotency-Key is 1 to 64 of A-Z, a-z, 0-9, _ and -; "
            "with owner, type and ordering value it must fit 128 characters.",
        ),
        bad_characters=problem(400, "The payload has characters a queue cannot carry, such as U+FFFE."),
        too_large=problem(413, "A payload is at most 1 MiB. Upload what is larger, and name its key."),
        unavailable=UNAVAILABLE,
    )


def _identity(settings: Settings, job_type: JobType) -> str:
    return template("identity", type=job_type.name, owner=OWNERS[settings.authorizer, settings.owner])
