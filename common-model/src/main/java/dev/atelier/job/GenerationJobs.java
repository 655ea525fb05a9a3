package dev.atelier.job;

import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

/** The questions that the API asks of jobs. */
public interface GenerationJobs extends Repository<GenerationJob, UUID> {
    /** Unknown and foreign ids answer alike. */
    Optional<GenerationJob> findByIdAndUserId(UUID id, UUID userId);
}
