package dev.parley.auth;

import dev.parley.auth.password.Password;
import dev.parley.auth.password.Password.Fault;
import dev.parley.auth.password.PasswordHashing;
import dev.parley.auth.password.PasswordPolicy;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;

/// Passwords that people choose: whether they will do, and their hashes.
final class NewPasswords {
    private final PasswordHashing hashing;
    private final PasswordPolicy policy;

    NewPasswords(PasswordHashing hashing, PasswordPolicy policy) {
        this.hashing = hashing;
        this.policy = policy;
    }

    /// @param member of the body that it came in
    /// @throws ProblemException `weak-password`, `validation-failed`
    Password require(String member, Secret chosen, String nameKey) {
        Password password = Password.of(chosen);
        password.fault(nameKey, policy).ifPresent(fault -> {
            throw switch (fault) {
                case Fault.Malformed malformed -> AuthProblems.invalid(member, malformed.detail());
                case Fault.Weak weak -> AuthProblems.WEAK_PASSWORD.because(weak.detail());
            };
        });
        return password;
    }

    /// @return in PHC form
    /// @throws ProblemException `unavailable` when too many hash at once
    String hash(Password password) {
        try (PasswordHashing.Place place = hashing.enter()) {
            return place.hash(password).text();
        }
    }
}
