package dev.atelier.api.fastpath;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.filter.ServerHttpObservationFilter;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.api.problems.Problems;

/**
 * Answers the usual form of the requests that come all the time, and hands on all others. To find the controller's method, to resolve its
 * arguments and to choose who writes its answer takes Spring MVC half of the service's time in Java. What is answered is the same, only
 * sooner: status, headers, 304 to a known ETag, the request's metrics, and the answers to failures. Stands behind the
 * authentication.
 */
final class FastPath extends HttpFilter {
    private final transient List<FastRoute> routes;
    private final transient Problems problems;
    private final transient JsonMapper json;

    FastPath(List<FastRoute> routes, Problems problems, JsonMapper json) {
        this.routes = List.copyOf(routes);
        this.problems = problems;
        this.json = json;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!acceptsJson(request) || !isAnswered(request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** For sure; who weighs one type against another is left to those who can weigh. */
    private static boolean acceptsJson(HttpServletRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted == null || isJson(accepted) || accepted.indexOf(';') < 0
                && Arrays.stream(accepted.split(",")).map(String::strip).anyMatch(FastPath::isJson);
    }

    private static boolean isJson(String type) {
        return type.equals(MediaType.ALL_VALUE) || type.equals(MediaType.APPLICATION_JSON_VALUE);
    }

    private boolean isAnswered(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (var route : routes) {
            var variable = route.variable(request.getMethod(), request.getRequestURI());
            if (variable != null) {
                return isAnswered(route, new FastRequest(request, variable), response);
            }
        }
        return false;
    }

    private boolean isAnswered(FastRoute route, FastRequest request, HttpServletResponse response) throws IOException {
        @Nullable
        ResponseEntity<?> answer;
        try {
            answer = route.handler().answer(request);
        } catch (Exception e) {
            observe(route, request);
            problems.answer(e, request.http(), response);
            return true;
        }
        if (answer != null) {
            observe(route, request);
            write(answer, request.http(), response);
        }
        return answer != null;
    }

    /** The request is counted with those to the controller. */
    private static void observe(FastRoute route, FastRequest request) {
        ServerHttpObservationFilter.findObservationContext(request.http())
                .ifPresent(it -> it.setPathPattern(route.pattern()));
    }

    private void write(ResponseEntity<?> answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(it -> response.addHeader(name, it)));
        var body = answer.getBody();
        if (body == null || isKnown(answer, request, response)) {
            return;
        }
        var bytes = body instanceof byte[] it ? it : json.writeValueAsBytes(body);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Then the status is 304 already. */
    private static boolean isKnown(ResponseEntity<?> answer, HttpServletRequest request,
            HttpServletResponse response) {
        @Nullable
        String etag = answer.getHeaders().getETag();
        return etag != null && request.getMethod().equals("GET") && request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
                && answer.getStatusCode().value() == HttpServletResponse.SC_OK
                && new ServletWebRequest(request, response).checkNotModified(etag);
    }
}
