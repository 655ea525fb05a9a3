package dev.atelier.api.jobs;

import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where outputs are downloaded: at the address by which the caller reached us.
 *
 * @param base of all addresses, such as {@code https://api.example.com}
 */
record OutputUrls(String base) {
    /** As a proxy in front says it, if there is one that is trusted. */
    static OutputUrls of(HttpServletRequest request) {
        var scheme = request.getScheme();
        int port = request.getServerPort();
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return new OutputUrls(scheme + "://" + request.getServerName() + (usual ? "" : ":" + port)
                + request.getContextPath());
    }

    String of(UUID output) {
        return base + "/api/v1/outputs/" + output + "/content";
    }
}
