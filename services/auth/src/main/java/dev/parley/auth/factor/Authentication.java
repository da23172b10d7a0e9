package dev.parley.auth.factor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How somebody proved who they are in one session, and when they last did.
///
/// @param methods what was proven, by the names of RFC 8176, in order; without `mfa`, which follows from them
/// @param at the last proof, of whichever method
public record Authentication(List<String> methods, Instant at) {
    public static final String PASSWORD = "pwd";
    /// A one-time code: of an app, or a recovery code.
    public static final String ONE_TIME = "otp";
    /// A passkey that cannot leave its device.
    public static final String HARDWARE_KEY = "hwk";
    /// A passkey that may be copied between devices of its owner.
    public static final String SOFTWARE_KEY = "swk";
    /// The authenticator made sure that its owner was there, by PIN or fingerprint.
    public static final String USER = "user";

    /// Values of `acr`: one factor, two factors.
    public static final String ONE_FACTOR = "aal1";

    public static final String TWO_FACTORS = "aal2";

    private static final String MULTI_FACTOR = "mfa";
    private static final Set<String> POSSESSIONS = Set.of(ONE_TIME, HARDWARE_KEY, SOFTWARE_KEY);

    public Authentication {
        methods = List.copyOf(methods);
    }

    public static Authentication byPassword(Instant at) {
        return new Authentication(List.of(PASSWORD), at);
    }

    /// The same with what was proven now.
    public Authentication with(List<String> more, Instant now) {
        Set<String> all = new LinkedHashSet<>(methods);
        all.addAll(more);
        return new Authentication(List.copyOf(all), now);
    }

    /// Something that somebody has, and beside it something that they know or are.
    public boolean multiFactor() {
        boolean knownOrBeing = methods.contains(PASSWORD) || methods.contains(USER);
        return knownOrBeing && methods.stream().anyMatch(POSSESSIONS::contains);
    }

    /// The claim `amr` (RFC 8176).
    public List<String> amr() {
        List<String> amr = new ArrayList<>(methods);
        if (multiFactor()) {
            amr.add(MULTI_FACTOR);
        }
        return List.copyOf(amr);
    }

    /// The claim `acr` (RFC 9470 §5).
    public String acr() {
        return multiFactor() ? TWO_FACTORS : ONE_FACTOR;
    }
}
