package dev.atelier.simulator.submissions;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.atelier.simulator.faults.FaultBoard;

/** How many submissions of a provider are being answered at a time: what its callers' limits are measured by. */
@Component
public class InFlight extends OncePerRequestFilter {

    private final FaultBoard board;
    private final Map<String, Count> counts = new TreeMap<>();

    InFlight(FaultBoard board) {
        this.board = board;
    }

    /**
     * @param most
     *            at a time, since the start or the last reset
     */
    public record Count(int now, int most) {

        static final Count NONE = new Count(0, 0);

        Count and(int more) {
            return new Count(now + more, Math.max(most, now + more));
        }
    }

    /** By provider; who had none is not in it. */
    public synchronized Map<String, Count> counts() {
        return new TreeMap<>(counts);
    }

    /** What is in flight stays so. */
    public synchronized void reset() {
        counts.replaceAll((provider, count) -> new Count(count.now(), count.now()));
    }

    /** A provider's address begins with its name, and it is submitted to by a POST. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || !board.providers().contains(provider(request));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var provider = provider(request);
        count(provider, 1);
        try {
            chain.doFilter(request, response);
        } finally {
            count(provider, -1);
        }
    }

    private synchronized void count(String provider, int more) {
        counts.merge(provider, Count.NONE.and(more), (count, one) -> count.and(more));
    }

    private static String provider(HttpServletRequest request) {
        var path = request.getRequestURI();
        int end = path.indexOf('/', 1);
        return end < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, end);
    }
}
