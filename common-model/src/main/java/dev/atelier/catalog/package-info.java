/** What can be asked for: providers, their models, and what each model accepts. */
@NullMarked
package dev.atelier.catalog;

import org.jspecify.annotations.NullMarked;
