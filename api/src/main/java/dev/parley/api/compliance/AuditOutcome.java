package dev.parley.api.compliance;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How it ended.
public enum AuditOutcome {
    @JsonProperty("success")
    SUCCESS,
    /// Refused by a rule: not allowed, not authenticated, invalid.
    @JsonProperty("refused")
    REFUSED,
    /// Failed on our side.
    @JsonProperty("failure")
    FAILURE
}
