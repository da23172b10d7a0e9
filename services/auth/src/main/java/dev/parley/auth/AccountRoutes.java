package dev.parley.auth;

import dev.parley.api.auth.Registration;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.core.id.UserId;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;

/// Accounts over HTTP.
final class AccountRoutes {
    private final Accounts accounts;

    AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("register", this::register)
                .on("createRegistrationChallenge", request -> challenge())
                .on("getAccount", this::account)
                .on("findAccount", this::find);
    }

    private Response register(Request request) throws IOException {
        return Response.created(
                accounts.register(request.json(Registration.class), ClientAddress.of(request.remoteAddress())));
    }

    private Response challenge() {
        return Response.created(accounts.registrationChallenge()).withHeader("Cache-Control", "no-store");
    }

    private Response account(Request request) {
        return Response.ok(accounts.account(request.caller(), new UserId(request.pathParameter("userId"))));
    }

    private Response find(Request request) {
        return Response.ok(accounts.accountByUserName(
                request.caller(), request.query("userName").orElseThrow()));
    }
}
