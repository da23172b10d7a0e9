package dev.parley.auth.password;

/// What is asked of a new password, beside what is asked of any.
///
/// @param minLength characters (code points)
public record PasswordPolicy(int minLength, CommonPasswords common, BreachedPasswords breached) {
    /// The default length, and the lists that come with the service.
    public static PasswordPolicy of(CommonPasswords common) {
        return new PasswordPolicy(Password.MIN_LENGTH, common, BreachedPasswords.NONE);
    }
}
