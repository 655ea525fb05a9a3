/** ElevenLabs: its sounds, its Flows, its errors. */
@NullMarked
package dev.atelier.worker.provider.elevenlabs;

import org.jspecify.annotations.NullMarked;
