package dev.parley.compliance;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.client.seal.Sealer;
import dev.parley.compliance.chain.PersonalPart;
import dev.parley.compliance.chain.SealedRecord;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import java.util.Base64;

/// Seals what is personal in a record with the key of the person it is about, so that destroying that key erases it
/// and leaves every hash as it was.
public final class PersonalSealer {
    /// Whose key seals what is about nobody known.
    static final String ANONYMOUS = "anonymous";

    static final String KEY_DESTROYED = "key-destroyed";

    private final Sealer sealer;

    public PersonalSealer(Sealer sealer) {
        this.sealer = sealer;
    }

    /// A person who was erased has no key any more. What comes in about them later is left out, and the entry says
    /// so: refusing it would lose the record, or hold up all behind it.
    SealedRecord seal(TenantId tenant, AuditRecord record) {
        if (record.personal().isEmpty()) {
            return new SealedRecord(record, null, null);
        }
        String subject = record.subject() == null ? ANONYMOUS : record.subject().value();
        byte[] plaintext = PersonalPart.plaintext(record.personal());
        try {
            byte[] sealed = sealer.seal(
                    tenant, DataKeyPurpose.AUDIT, subject, plaintext, PersonalPart.associatedData(tenant, record.id()));
            return new SealedRecord(record, Base64.getEncoder().encodeToString(sealed), null);
        } catch (ProblemException e) {
            if (e.type().code().equals(KEY_DESTROYED)) {
                return new SealedRecord(record, null, KEY_DESTROYED);
            }
            throw e;
        }
    }
}
