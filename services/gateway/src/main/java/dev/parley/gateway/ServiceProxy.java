package dev.parley.gateway;

import dev.parley.client.Replica;
import dev.parley.client.Replicas;
import dev.parley.core.call.CallContext;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Contract;
import dev.parley.http.Operation;
import dev.parley.http.Parameter;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.TimeoutException;

/// Forwards to one service in other processes, streaming both ways at the pace of the slower side.
///
/// Requests are checked against the contract and authenticated before they come here, and the service does both
/// again. Only headers that the contract names or that HTTP defines for the end points go through; the deadline,
/// the request id and the trace go along. Calls go to all [Replicas] of the service; when one cannot be reached the
/// next is asked, and nothing is sent twice once a connection stood. The answer is read once the body is sent, or
/// refused: no operation of ours answers while it still reads.
public final class ServiceProxy {
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int MAX_WHOLE_BYTES = 256 * 1024;
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /// To one place. With Vert.x's own limit of five, a few slow calls keep all others from a place that is well.
    private static final int MAX_CONNECTIONS = 1024;

    private final HttpClient client;
    private final Replicas replicas;
    private final InstantSource clock;

    public ServiceProxy(HttpClient client, Replicas replicas, InstantSource clock) {
        this.client = client;
        this.replicas = replicas;
        this.clock = clock;
    }

    /// The connections that the client needs.
    public static PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS);
    }

    /// Routes for all operations of the contract, each of which forwards.
    public Routes routes(Contract contract) {
        return Routes.of(contract)
                .onEvery(operation -> request -> forward(operation, request))
                .build();
    }

    private Response forward(Operation operation, Request request) throws IOException, InterruptedException {
        Duration left = CallContext.current()
                .map(context -> context.remaining(clock.instant()))
                .orElse(DEFAULT_DEADLINE);
        Connected connected = connect(operation, request);
        HttpClientRequest outgoing = connected.request;
        Judgement judgement = new Judgement(connected.replica);
        boolean answered = false;
        try {
            ForwardedHeaders.copy(operation, request, left, outgoing.headers());
            HttpClientResponse incoming = exchange(operation, request, outgoing, left);
            judgement.answered(incoming.statusCode());
            Response response = response(incoming, left);
            answered = true;
            return response;
        } catch (TimeoutException e) {
            judgement.failed(e);
            throw ProblemType.TIMEOUT.because("the service behind did not answer in time");
        } catch (BrokenOffException e) {
            judgement.failed(e);
            throw ProblemType.BAD_GATEWAY.because("the service behind broke off");
        } finally {
            judgement.end();
            if (!answered) {
                outgoing.reset();
            }
        }
    }

    private Connected connect(Operation operation, Request request) throws InterruptedException {
        String target = target(operation, request);
        Set<Replica> tried = new HashSet<>();
        for (int tries = Math.max(1, replicas.size()); tries > 0; tries--) {
            Replica replica = replicas.next(tried);
            if (replica == null) {
                break;
            }
            tried.add(replica);
            long start = System.nanoTime();
            boolean decided = false;
            Future<HttpClientRequest> asked = client.request(options(replica, operation, target));
            try {
                HttpClientRequest ready = Await.of(asked, CONNECT_TIMEOUT.multipliedBy(2));
                decided = true;
                return new Connected(replica, ready);
            } catch (IOException | TimeoutException e) {
                // Nothing was sent: another instance may be asked.
                decided = true;
                replica.failed(Duration.ofNanos(System.nanoTime() - start), e);
                giveBack(asked);
            } finally {
                if (!decided) {
                    replica.undecided();
                    giveBack(asked);
                }
            }
        }
        throw new ProblemException(
                ProblemType.UNAVAILABLE, "the service behind cannot be reached", List.of(), Duration.ofSeconds(1));
    }

    /// A connection that comes when nobody waits for it any more would never return to the pool.
    private static void giveBack(Future<HttpClientRequest> late) {
        late.onSuccess(HttpClientRequest::reset);
    }

    private static RequestOptions options(Replica replica, Operation operation, String target) {
        URI baseUrl = replica.baseUrl();
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(operation.method()))
                .setServer(replica.address())
                .setHost(baseUrl.getHost())
                .setPort(replica.address().port())
                .setSsl("https".equals(baseUrl.getScheme()))
                .setURI(target)
                .setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    }

    private static HttpClientResponse exchange(
            Operation operation, Request request, HttpClientRequest outgoing, Duration left)
            throws IOException, InterruptedException, TimeoutException {
        // Paused on the event loop before the first byte of the body can pass by.
        var incoming = outgoing.response().map(response -> {
            response.pause();
            return response;
        });
        try {
            if (operation.streaming()) {
                stream(request, outgoing, left);
            } else {
                Await.of(outgoing.end(Buffer.buffer(request.body())), left);
            }
        } catch (UpstreamException e) {
            // A service may refuse before it has read everything, and close. Its answer is what counts.
            if (!incoming.isComplete()) {
                throw new BrokenOffException(e);
            }
        }
        try {
            return Await.of(incoming, left);
        } catch (UpstreamException e) {
            throw new BrokenOffException(e);
        }
    }

    private static void stream(Request request, HttpClientRequest outgoing, Duration left)
            throws IOException, InterruptedException, TimeoutException {
        Optional<String> length = request.header("Content-Length");
        length.ifPresentOrElse(value -> outgoing.putHeader("Content-Length", value), () -> outgoing.setChunked(true));
        try (InputStream body = request.bodyStream()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                Await.of(outgoing.write(Buffer.buffer(n).appendBytes(chunk, 0, n)), left);
            }
        }
        Await.of(outgoing.end(), left);
    }

    private static Response response(HttpClientResponse incoming, Duration left)
            throws IOException, InterruptedException, TimeoutException {
        MultiMap headers = incoming.headers();
        Response response = withBody(incoming, headers, left);
        for (var header : headers) {
            if (ForwardedHeaders.passesBack(header.getKey(), headers)) {
                response = response.withHeader(header.getKey(), header.getValue());
            }
        }
        return response;
    }

    private static Response withBody(HttpClientResponse incoming, MultiMap headers, Duration left)
            throws IOException, InterruptedException, TimeoutException {
        int status = incoming.statusCode();
        String length = headers.get("Content-Length");
        if (status == 204 || status == 304 || "0".equals(length)) {
            incoming.resume();
            return Response.empty(status);
        }
        String type = Optional.ofNullable(headers.get("Content-Type")).orElse("application/octet-stream");
        long bytes = length == null ? -1 : Long.parseLong(length);
        if (bytes >= 0 && bytes <= MAX_WHOLE_BYTES) {
            var body = incoming.body();
            incoming.resume();
            return Response.bytes(status, type, Await.of(body, left).getBytes());
        }
        return Response.stream(status, type, new UpstreamBody(incoming), bytes);
    }

    /// The path as it came and the query as the contract knows it.
    private static String target(Operation operation, Request request) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in() == Parameter.In.QUERY) {
                for (String value : request.queryAll(parameter.name())) {
                    query.add(encode(parameter.name()) + "=" + encode(value));
                }
            }
        }
        return request.path() + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Connected(Replica replica, HttpClientRequest request) {}

    /// The service was there, and was gone before it had answered.
    private static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOffException(Throwable cause) {
            super(cause);
        }
    }

    /// What one exchange says of the place it was with, told once.
    private static final class Judgement {
        private final Replica replica;
        private final long start = System.nanoTime();
        private boolean told;

        Judgement(Replica replica) {
            this.replica = replica;
        }

        void answered(int status) {
            if (status < 500) {
                told = true;
                replica.succeeded(took());
            } else {
                failed(new IOException("status " + status));
            }
        }

        void failed(Exception cause) {
            if (!told) {
                told = true;
                replica.failed(took(), cause);
            }
        }

        /// Whatever else ended the exchange was not the place's doing.
        void end() {
            if (!told) {
                told = true;
                replica.undecided();
            }
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
