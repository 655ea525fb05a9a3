/** OpenAI: its vocabulary, its errors, what it delivers at once and what later. */
@NullMarked
package dev.atelier.worker.provider.openai;

import org.jspecify.annotations.NullMarked;
