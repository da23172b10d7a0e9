package dev.parley.client;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.Registration;
import dev.parley.api.auth.RegistrationChallenge;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.Optional;

/// [AccountsApi] over HTTP. Profiles are kept for a moment, for they are asked for by each message that is shown.
///
/// What is kept cannot outlive a revocation by more than a second: in a service ([Credentials#callersAreVerified])
/// whoever asks was let in by its own verifier, and profiles stay [#VERIFIED_FOR]; elsewhere the answer itself is
/// the only check, and stays [#UNVERIFIED_FOR].
public final class HttpAccounts implements AccountsApi {
    static final Duration VERIFIED_FOR = Duration.ofSeconds(10);
    static final Duration UNVERIFIED_FOR = Duration.ofMillis(900);

    private final ParleyHttp http;
    private final Credentials credentials;
    private final Profiles profiles;

    public HttpAccounts(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
        this.profiles = new Profiles(credentials.callersAreVerified() ? VERIFIED_FOR : UNVERIFIED_FOR);
    }

    @Override
    public Account register(Registration registration) {
        return http.call(Call.post("/v1/accounts").json(registration), Account.class);
    }

    @Override
    public RegistrationChallenge registrationChallenge() {
        return http.call(Call.post("/v1/registration-challenges").repeatable(), RegistrationChallenge.class);
    }

    @Override
    public Account account(Caller caller, UserId user) {
        Optional<String> token = credentials.forCaller(http.target(), caller);
        // By the token where it alone decides: another one must not see what this one was shown.
        String reader = credentials.callersAreVerified() ? "" : token.orElse("");
        Profiles.Asked asked = new Profiles.Asked(reader, caller.tenant(), user);
        return profiles.get(
                asked, () -> http.call(Call.get("/v1/accounts/{}", user.value()).bearer(token), Account.class));
    }

    @Override
    public Account accountByUserName(Caller caller, String userName) {
        Call call = Call.get("/v1/accounts")
                .query("userName", userName)
                .bearer(credentials.forCaller(http.target(), caller));
        return http.call(call, Account.class);
    }
}
