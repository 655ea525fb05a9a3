package dev.atelier.api;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what controllers answer in JSON: at once, where Spring MVC looks for a handler of the type, negotiates its form and searches its
 * converters for each answer, a tenth of a request. Does the same otherwise: the status, all headers, 304 to a known ETag. What is
 * no JSON, or is wanted in another form, goes the usual way.
 */
final class JsonAnswers implements HandlerMethodReturnValueHandler {
    private final JsonMapper json;
    private final HandlerMethodReturnValueHandler usual;

    JsonAnswers(JsonMapper json, HandlerMethodReturnValueHandler usual) {
        this.json = json;
        this.usual = usual;
    }

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return type.getParameterType() == ResponseEntity.class;
    }

    @Override
    public void handleReturnValue(@Nullable Object returned, MethodParameter type, ModelAndViewContainer model,
            NativeWebRequest web) throws Exception {
        var request = web.getNativeRequest(HttpServletRequest.class);
        var response = web.getNativeResponse(HttpServletResponse.class);
        if (request != null && response != null && returned instanceof ResponseEntity<?> answer
                && (answer.getBody() == null || isJson(answer) && (isTyped(answer) || isWanted(request)))) {
            model.setRequestHandled(true);
            write(answer, request, response);
        } else {
            usual.handleReturnValue(returned, type, model, web);
        }
    }

    private static boolean isJson(ResponseEntity<?> answer) {
        var body = answer.getBody();
        return body instanceof Record
                || body instanceof byte[] && MediaType.APPLICATION_JSON.equals(answer.getHeaders().getContentType());
    }

    private static boolean isTyped(ResponseEntity<?> answer) {
        return answer.getHeaders().containsHeader(HttpHeaders.CONTENT_TYPE);
    }

    private static boolean isWanted(HttpServletRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted == null || accepted.equals(MediaType.ALL_VALUE) || accepted.equals(
                MediaType.APPLICATION_JSON_VALUE);
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
    private static boolean isKnown(ResponseEntity<?> answer, HttpServletRequest request, HttpServletResponse response) {
        var etag = answer.getHeaders().getETag();
        boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return isRead && answer.getStatusCode().value() == HttpServletResponse.SC_OK && etag != null
                && request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
                && new ServletWebRequest(request, response).checkNotModified(etag);
    }
}
