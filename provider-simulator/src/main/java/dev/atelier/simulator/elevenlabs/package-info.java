/** ElevenLabs: sounds in the answer, Flows (pictures and clips) later; one signed webhook for the workspace. */
@NullMarked
package dev.atelier.simulator.elevenlabs;

import org.jspecify.annotations.NullMarked;
