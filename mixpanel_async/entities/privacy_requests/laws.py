"""By which law a request is made, and what it asks for."""

from __future__ import annotations

from typing import get_args

from mixpanel_async.entities.privacy_requests.requests import ComplianceType, DisclosureType
from mixpanel_async.errors import ParamValidationError


def deletion_terms(compliance_type: ComplianceType) -> dict[str, str]:
    """What a deletion says besides its users."""
    return {"compliance_type": _one_of("compliance_type", compliance_type, get_args(ComplianceType))}


def retrieval_terms(compliance_type: ComplianceType, disclosure_type: DisclosureType | None) -> dict[str, str]:
    """What a retrieval says besides its users; under CCPA it has to say what is to be disclosed."""
    terms = deletion_terms(compliance_type)
    if compliance_type == "CCPA":
        disclosed = _one_of("disclosure_type", disclosure_type or "Data", get_args(DisclosureType))
        return {**terms, "disclosure_type": disclosed}
    if disclosure_type is not None:
        raise ParamValidationError(
            f"disclosure_type {disclosure_type!r} belongs to compliance_type 'CCPA'; leave it out"
        )
    return terms


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ParamValidationError(f"{name} is {value!r}; it is one of {', '.join(known)}")
    return value
