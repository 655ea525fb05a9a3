package dev.atelier.api.security;

import dev.atelier.user.UserId;

/** Who is asking, authenticated. A controller that takes one is never called without. */
public record Caller(UserId userId) {}
