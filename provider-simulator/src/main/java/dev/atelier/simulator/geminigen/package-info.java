/** Geminigen.ai: multipart submissions, whole-number states, one webhook for the account, RSA signatures. */
@NullMarked
package dev.atelier.simulator.geminigen;

import org.jspecify.annotations.NullMarked;
