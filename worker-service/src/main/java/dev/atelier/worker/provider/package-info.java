/** What the worker asks of a provider. Each provider is one folder below; its JSON never leaves it. */
@NullMarked
package dev.atelier.worker.provider;

import org.jspecify.annotations.NullMarked;
