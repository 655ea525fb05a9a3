package dev.atelier.api.jobs;

import java.util.UUID;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where outputs are downloaded: at the address by which the caller reached us, where there is a caller; else relative to it.
 */
@Component
class OutputUrls {
    String of(UUID output) {
        var path = "/api/v1/outputs/" + output + "/content";
        return RequestContextHolder.getRequestAttributes() == null
                ? path
                : ServletUriComponentsBuilder.fromCurrentContextPath().path(path).toUriString();
    }
}
