package dev.atelier.api;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds the controller of a request by its path first. The library looks at the path last, after what each of two dozen addresses
 * takes and gives, and the path is what tells them apart.
 */
final class PathFirst extends RequestMappingHandlerMapping {
    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo mapping, HttpServletRequest request) {
        var paths = mapping.getPathPatternsCondition();
        return paths != null && paths.getMatchingCondition(request) == null
                ? null
                : super.getMatchingMapping(mapping, request);
    }
}
