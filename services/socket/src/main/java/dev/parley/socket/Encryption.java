package dev.parley.socket;

import dev.parley.http.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import org.jspecify.annotations.Nullable;

/// TLS before everything else that a connection says, or none.
@FunctionalInterface
interface Encryption {
    /// Before any other handler is added.
    void begin(Channel channel);

    static Encryption of(@Nullable ServerTls tls) {
        if (tls == null) {
            return channel -> {};
        }
        SslContext context = new JdkSslContext(
                tls.context(),
                false,
                null,
                SupportedCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                tls.asksClients() ? ClientAuth.REQUIRE : ClientAuth.NONE,
                ServerTls.PROTOCOLS.toArray(String[]::new),
                false);
        return channel -> {
            SslHandler handler = context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(ServerTls.HANDSHAKE_TIMEOUT.toMillis());
            channel.pipeline().addLast(handler);
        };
    }
}
