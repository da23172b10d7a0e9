package dev.parley.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Contract;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The contracts, for people: Swagger UI from our own class path, so that it works without the net and under a
/// content security policy that allows nothing from elsewhere.
final class DocumentationRoutes {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// The files that are served, by their media types. Nothing else of the class path can be asked for.
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui-standalone-preset.js", "text/javascript; charset=utf-8",
            "favicon-32x32.png", "image/png",
            "documentation.js", "text/javascript; charset=utf-8",
            "page.css", "text/css; charset=utf-8");

    private final Contract own;
    private final Map<String, Contract> contracts = new LinkedHashMap<>();

    DocumentationRoutes(Contract own, List<Contract> shown) {
        this.own = own;
        shown.forEach(contract -> contracts.put(contract.service(), contract));
    }

    Routes routes() {
        return Routes.of(own)
                .on("getLandingPage", request -> page("landing.html"))
                .on("getDocumentation", request -> page("documentation.html"))
                .on("getDocument", this::document)
                .on("getDocumentationAsset", this::asset)
                .build();
    }

    private Response document(Request request) {
        String name = request.pathParameter("document").replace(".json", "");
        if (name.equals("index")) {
            return Response.ok(Map.of("services", contracts.keySet()));
        }
        Contract contract = contracts.get(name);
        if (contract == null) {
            throw ProblemType.NOT_FOUND.because("there is no service of this name");
        }
        ObjectNode document = (ObjectNode) contract.document();
        JsonNode servers = Json.mapper().createArrayNode().addObject().put("url", "/");
        document.putArray("servers").add(servers);
        return Response.ok(document);
    }

    private Response asset(Request request) throws IOException {
        String name = request.pathParameter("asset");
        String type = ASSETS.get(name);
        byte[] bytes = type == null ? null : resource(name);
        if (type == null || bytes == null) {
            throw ProblemType.NOT_FOUND.because("there is no such file");
        }
        return guarded(Response.bytes(200, type, bytes)).withHeader("Cache-Control", "public, max-age=3600");
    }

    private Response page(String name) throws IOException {
        byte[] bytes = resource(name);
        if (bytes == null) {
            throw new IllegalStateException("the page is packed with this class: " + name);
        }
        return guarded(Response.bytes(200, "text/html; charset=utf-8", bytes)).withHeader("Cache-Control", "no-cache");
    }

    private static Response guarded(Response response) {
        return response.withHeader("Content-Security-Policy", POLICY)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "no-referrer");
    }

    /// A file of ours or of the library, read from the class path each time: it is asked for rarely and would be
    /// large to keep.
    private static byte @Nullable [] resource(String name) throws IOException {
        byte[] ours = read(DocumentationRoutes.class.getResourceAsStream(name));
        if (ours != null) {
            return ours;
        }
        String library = "/META-INF/resources/webjars/swagger-ui/" + libraryVersion() + "/" + name;
        return read(DocumentationRoutes.class.getResourceAsStream(library));
    }

    private static byte @Nullable [] read(@Nullable InputStream resource) throws IOException {
        try (resource) {
            return resource == null ? null : resource.readAllBytes();
        }
    }

    private static String libraryVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = DocumentationRoutes.class.getResourceAsStream(
                "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("swagger-ui is on the class path");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
