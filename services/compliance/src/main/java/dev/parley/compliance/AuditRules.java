package dev.parley.compliance;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a record must look like to be let into the log. What is in can never be taken out, so this is strict.
final class AuditRules {
    static final int MAX_MEMBERS = 16;
    static final int MAX_DETAIL_CHARACTERS = 256;
    static final int MAX_PERSONAL_CHARACTERS = 512;
    static final int MAX_RESOURCE_CHARACTERS = 256;

    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern ACTOR = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_:.-]{0,99}");
    private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Pattern MEMBER = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,39}");
    private static final int MAX_ERRORS = 10;

    /// RFC 3339 has four digits for the year.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final List<FieldError> errors = new ArrayList<>();

    private AuditRules() {}

    /// @throws ProblemException `validation-failed` naming what is wrong where
    static void require(List<AuditRecord> records) {
        AuditRules rules = new AuditRules();
        if (records.isEmpty() || records.size() > AuditApi.MAX_BATCH) {
            rules.refuse("/records", "must be 1 to " + AuditApi.MAX_BATCH);
        } else {
            for (int i = 0; i < records.size() && rules.errors.size() < MAX_ERRORS; i++) {
                rules.check("/records/" + i, records.get(i));
            }
        }
        if (!rules.errors.isEmpty()) {
            throw new ProblemException(
                    ProblemType.VALIDATION_FAILED, "see errors for what is wrong where", rules.errors, null);
        }
    }

    private void check(String at, AuditRecord record) {
        if (record.occurredAt().isBefore(EARLIEST) || record.occurredAt().isAfter(LATEST)) {
            refuse(at + "/occurredAt", "must lie in the years 1970 to 9999");
        }
        match(at + "/service", SERVICE, record.service());
        match(at + "/actor", ACTOR, record.actor());
        match(at + "/action", ACTION, record.action());
        text(at + "/resource", record.resource(), MAX_RESOURCE_CHARACTERS);
        members(at + "/details", record.details(), MAX_DETAIL_CHARACTERS);
        members(at + "/personal", record.personal(), MAX_PERSONAL_CHARACTERS);
    }

    private void members(String at, Map<String, String> members, int maxCharacters) {
        if (members.size() > MAX_MEMBERS) {
            refuse(at, "may have at most " + MAX_MEMBERS + " members");
            return;
        }
        members.forEach((name, value) -> {
            // The name itself is not repeated: it came from outside.
            match(at, MEMBER, name);
            text(at, value, maxCharacters);
        });
    }

    private void match(String at, Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            refuse(at, "must match " + pattern);
        }
    }

    /// Characters are Unicode code points here, as in JSON Schema.
    private void text(String at, String text, int maxCharacters) {
        if (text.length() > maxCharacters && text.codePointCount(0, text.length()) > maxCharacters) {
            refuse(at, "may have at most " + maxCharacters + " characters");
        } else if (!isWellFormed(text)) {
            refuse(at, "holds half a surrogate pair");
        }
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private void refuse(String at, String why) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(at, why));
        }
    }
}
