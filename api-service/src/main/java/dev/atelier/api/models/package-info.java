/** Discovery: which models there are, and what each accepts. */
@NullMarked
package dev.atelier.api.models;

import org.jspecify.annotations.NullMarked;
