package dev.parley.app.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A program of its own that tells a container engine whether the services beside it are alive: every port that
/// somebody listens on answers `/health` with 200, by http or by https, and at least one does. It uses nothing but
/// the JDK's own classes, so that it costs little though it starts every few seconds.
///
/// Arguments: the ports to ask; none for those of all services. Ends with 0 or 1.
public final class Probe {
    private static final int[] ALL = {3000, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009};
    private static final int PATIENCE_MILLIS = 3000;

    private enum Answer {
        ALIVE,
        SICK,
        NOBODY
    }

    private Probe() {}

    public static void main(String... ports) {
        int[] asked = ports.length == 0
                ? ALL
                : Arrays.stream(ports).mapToInt(Integer::parseInt).toArray();
        System.exit(alive(asked) ? 0 : 1);
    }

    /// Whether those who listen are alive, and somebody listens.
    static boolean alive(int... ports) {
        boolean somebody = false;
        for (int port : ports) {
            switch (ask(port)) {
                case ALIVE -> somebody = true;
                case SICK -> {
                    return false;
                }
                case NOBODY -> {}
            }
        }
        return somebody;
    }

    private static Answer ask(int port) {
        Answer plain = ask("http", port);
        return plain == Answer.SICK ? ask("https", port) : plain;
    }

    private static Answer ask(String scheme, int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(scheme + "://127.0.0.1:" + port + "/health")
                    .toURL()
                    .openConnection();
            if (connection instanceof HttpsURLConnection encrypted) {
                encrypted.setSSLSocketFactory(believingAll());
                encrypted.setHostnameVerifier((host, session) -> true);
            }
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? Answer.ALIVE : Answer.SICK;
        } catch (ConnectException e) {
            return Answer.NOBODY;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is in every JDK", e);
        } catch (IOException e) {
            return Answer.SICK;
        }
    }

    /// On the loopback of its own container nothing is told and nothing of the answer but its status is used, so it
    /// does not matter who answers, and certificates are for other names than 127.0.0.1.
    private static SSLSocketFactory believingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        return context.getSocketFactory();
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("a probe takes no calls");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("a probe takes no calls");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("a probe takes no calls");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
