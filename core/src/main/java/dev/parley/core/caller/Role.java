package dev.parley.core.caller;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a user may do in a tenant. The first account of an installation is its owner.
public enum Role {
    /// Everything about the installation, the roles of all included. There is always one who is active.
    @JsonProperty("owner")
    OWNER,
    /// The accounts of those who are neither owners nor compliance officers.
    @JsonProperty("admin")
    ADMIN,
    /// Reads the audit log.
    @JsonProperty("compliance-officer")
    COMPLIANCE_OFFICER,
    /// Talks.
    @JsonProperty("member")
    MEMBER
}
