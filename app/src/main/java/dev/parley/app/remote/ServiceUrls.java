package dev.parley.app.remote;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// Where each service is reached.
public record ServiceUrls(Map<String, URI> byService) {
    public ServiceUrls {
        byService = Map.copyOf(byService);
    }

    /// The ports of a configuration, at a host, but for those services that have a URL of their own.
    public static ServiceUrls of(ParleyConfig config, String host, Map<String, URI> overrides) {
        Map<String, URI> urls = new HashMap<>();
        for (ServiceName service : ServiceName.values()) {
            urls.put(
                    service.word(), URI.create(scheme(config, service) + bracketed(host) + ":" + config.port(service)));
        }
        overrides.forEach((service, url) -> urls.put(
                ServiceName.of(service).word(), URI.create(url.toString().replaceAll("/+$", ""))));
        return new ServiceUrls(urls);
    }

    public URI of(String service) {
        URI url = byService.get(service);
        if (url == null) {
            throw new IllegalArgumentException("no service is called " + service);
        }
        return url;
    }

    private static String scheme(ParleyConfig config, ServiceName service) {
        return config.http().tls().isOn(service) ? "https://" : "http://";
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
