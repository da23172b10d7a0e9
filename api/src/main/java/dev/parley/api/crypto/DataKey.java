package dev.parley.api.crypto;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parley.core.id.KeyId;
import dev.parley.core.json.SecretBase64;
import dev.parley.core.secret.Secret;

/// @param material 32 bytes for AES-256-GCM, base64 on the wire
public record DataKey(
        KeyId id,
        DataKeyPurpose purpose,
        String subject,

        @JsonSerialize(using = SecretBase64.Writer.class) @JsonDeserialize(using = SecretBase64.Reader.class)
        Secret material) {}
