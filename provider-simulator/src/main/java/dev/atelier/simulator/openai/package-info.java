/** OpenAI's JSON and habits: pictures and speech at once, responses in the background, thin signed webhooks. */
@NullMarked
package dev.atelier.simulator.openai;

import org.jspecify.annotations.NullMarked;
