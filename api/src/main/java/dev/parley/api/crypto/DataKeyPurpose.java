package dev.parley.api.crypto;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a data key seals. The subject is the id behind the dash.
public enum DataKeyPurpose {
    /// Messages and media of one conversation: subject `cnv_…`.
    @JsonProperty("conversation")
    CONVERSATION,
    /// Personal parts of audit entries about one user: subject `usr_…`, or `anonymous`.
    @JsonProperty("audit")
    AUDIT,
    /// The search index of a tenant: subject `tnt_…`.
    @JsonProperty("search")
    SEARCH
}
