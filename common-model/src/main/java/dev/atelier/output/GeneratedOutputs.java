package dev.atelier.output;

import java.util.List;
import java.util.UUID;

import org.springframework.data.repository.Repository;

/** The outputs' rows, to read. */
public interface GeneratedOutputs extends Repository<GeneratedOutput, UUID> {
    List<GeneratedOutput> findByJobIdOrderByPosition(UUID jobId);
}
