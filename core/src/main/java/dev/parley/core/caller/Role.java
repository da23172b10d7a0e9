package dev.parley.core.caller;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a user may do in a tenant. The first account of an installation is its owner.
public enum Role {
    @JsonProperty("owner")
    OWNER,
    @JsonProperty("compliance-officer")
    COMPLIANCE_OFFICER,
    @JsonProperty("member")
    MEMBER
}
