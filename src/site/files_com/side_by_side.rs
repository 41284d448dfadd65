//! Several requests at a time, on threads that end with the call.

use std::sync::{Mutex, PoisonError};

/// Does every job, so many at a time, and gives the results in the jobs' order. After a failure
/// no further job is begun.
pub fn side_by_side<T: Send, R: Send, E: Send>(
    width: usize,
    jobs: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let threads = width.min(jobs.len()).max(1);
    let waiting = Mutex::new(jobs.into_iter().enumerate());
    let done = Mutex::new((Vec::new(), None));
    let worker = || loop {
        if done.lock().unwrap_or_else(PoisonError::into_inner).1.is_some() {
            break;
        }
        let Some((at, job)) = waiting.lock().unwrap_or_else(PoisonError::into_inner).next() else {
            break;
        };
        let result = work(job);
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(value) => done.0.push((at, value)),
            Err(error) => done.1 = done.1.take().or(Some(error)),
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(worker);
        }
        worker();
    });
    let (mut values, error) = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    match error {
        Some(error) => Err(error),
        None => {
            values.sort_unstable_by_key(|(at, _)| *at);
            Ok(values.into_iter().map(|(_, value)| value).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_jobs() {
        let doubled = side_by_side(4, (0..100).collect(), |n: u32| Ok::<_, ()>(n * 2));
        assert_eq!(doubled.expect("fine"), (0..100).map(|n| n * 2).collect::<Vec<_>>());
        assert_eq!(side_by_side(4, Vec::new(), |n: u32| Ok::<_, ()>(n)), Ok(Vec::new()));
    }

    #[test]
    fn a_failure_ends_the_work() {
        let begun = Mutex::new(0);
        let result = side_by_side(2, (0..1000).collect(), |n: u32| {
            *begun.lock().expect("count") += 1;
            if n == 3 { Err(n) } else { Ok(n) }
        });
        assert_eq!(result, Err(3));
        assert!(*begun.lock().expect("count") < 1000);
    }
}
