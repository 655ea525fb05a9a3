package dev.atelier.api.problems;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Requests so malformed that Tomcat never hands them on. Tomcat makes it by its class name, hence public. */
public final class ProblemValve extends ErrorReportValve {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var code = status < 500 ? ProblemCode.REQUEST_REFUSED : ProblemCode.INTERNAL_ERROR;
        var path = request.getRequestURI();
        try {
            response.setContentType("application/problem+json");
            response.getOutputStream()
                    .write(JSON.writeValueAsBytes(java.util.Map.of("type",
                            "urn:atelier:problem:" + code.code(), "title", code.title(), "status", status, "detail",
                            "The request cannot be read as HTTP.", "instance", path == null ? "/" : path, "code",
                            code.code())));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("the caller of a malformed request is gone", e);
        }
    }
}
