/// Contract of the auth service (port 3007): accounts and sessions. Read [AccountsApi] and [SessionsApi].
@NullMarked
package dev.parley.api.auth;

import org.jspecify.annotations.NullMarked;
