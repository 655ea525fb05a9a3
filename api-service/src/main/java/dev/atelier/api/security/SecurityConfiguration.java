package dev.atelier.api.security;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Problems;
import dev.atelier.api.problems.Refusal;

/**
 * Everything under {@code /api} needs a caller, except callbacks, which are authenticated by their own door, and
 * {@code /api/v1/admin}, which is for operators. The rest is public:
 * documentation, and the management port, which operators bind where only they can reach it.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {
    private static final RequestMatcher NEEDS_CALLER = new AndRequestMatcher(
            PathPatternRequestMatcher.withDefaults().matcher("/api/**"),
            new NegatedRequestMatcher(PathPatternRequestMatcher.withDefaults().matcher("/api/v1/webhooks/**")));

    /** Spans of each security filter cost a fifth of a request's time, and tell nothing that the request's own does not. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, Callers callers, Problems problems,
            SecurityProperties properties) {
        return http.authorizeHttpRequests(it -> it.requestMatchers("/api/v1/admin/**")
                .hasAuthority(CallerFilter.OPERATOR_AUTHORITY)
                .requestMatchers(NEEDS_CALLER)
                .access((authentication, request) -> new AuthorizationDecision(
                        authentication.get().getPrincipal() instanceof Caller))
                .anyRequest()
                .permitAll())
                .addFilterBefore(new CallerFilter(NEEDS_CALLER, callers, problems, properties),
                        AnonymousAuthenticationFilter.class)
                .exceptionHandling(it -> it
                        .authenticationEntryPoint((request, response, e) -> problems.answer(
                                CallerFilter.unauthenticated("Send an API key: 'Authorization: Bearer <key>'."),
                                request,
                                response))
                        .accessDeniedHandler((request, response, e) -> problems.answer(
                                Refusal.of(ProblemCode.FORBIDDEN, "This is not for you."), request, response)))
                .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
    }
}
