package dev.parley.auth;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.util.EnumSet;
import java.util.Set;

/// Who may do what to whose account: owners everything, administrators what touches neither owners nor compliance
/// officers, for whoever can read the record of an administrator's deeds must not be chosen by one.
final class Authority {
    private static final Set<Role> BEYOND_ADMINISTRATORS = Set.of(Role.OWNER, Role.COMPLIANCE_OFFICER);

    private Authority() {}

    /// @throws ProblemException `forbidden` when the caller administers nobody
    static void requireAny(Caller.User caller) {
        if (!caller.has(Role.OWNER) && !caller.has(Role.ADMIN)) {
            throw ProblemType.FORBIDDEN.because("only owners and administrators may do that");
        }
    }

    /// @throws ProblemException `forbidden`
    static void requireOver(Caller.User caller, Set<Role> target) {
        requireAny(caller);
        if (!caller.has(Role.OWNER) && target.stream().anyMatch(BEYOND_ADMINISTRATORS::contains)) {
            throw ProblemType.FORBIDDEN.because("only owners may do that to owners and compliance officers");
        }
    }

    /// @throws ProblemException `forbidden`
    static void requireMayChange(Caller.User caller, Set<Role> before, Set<Role> after) {
        Set<Role> touched = EnumSet.noneOf(Role.class);
        touched.addAll(before);
        touched.addAll(after);
        requireOver(caller, touched);
    }
}
