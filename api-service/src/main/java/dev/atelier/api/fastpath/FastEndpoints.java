package dev.atelier.api.fastpath;

import java.util.List;

/** A controller some of whose addresses are asked all the time. */
@FunctionalInterface
public interface FastEndpoints {
    /** Each of them is an address of the controller's as well, by the same pattern, and answers there in the same way. */
    List<FastRoute> fastRoutes();
}
