//! Lists in which only a number of their own kind finds anything: the number of a step is no use
//! in a list of profiles, and the compiler says so.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of something in a list of its kind, from 0.
pub(super) trait Idx: Copy {
    fn new(index: usize) -> Self;
    fn index(self) -> usize;
}

/// Makes a type of number.
macro_rules! idx {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(in crate::plan) struct $name(u32);

        impl $crate::plan::index_vec::Idx for $name {
            fn new(index: usize) -> Self {
                $name(index as u32)
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
pub(super) use idx;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexVec<I, T> {
    all: Vec<T>,
    index: PhantomData<fn(I)>,
}

impl<I: Idx, T> IndexVec<I, T> {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn push(&mut self, item: T) {
        self.all.push(item);
    }

    pub(super) fn get(&self, index: I) -> Option<&T> {
        self.all.get(index.index())
    }

    pub(super) fn get_mut(&mut self, index: I) -> Option<&mut T> {
        self.all.get_mut(index.index())
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.all.iter()
    }

    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.all.iter_mut()
    }

    pub(super) fn indices(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.all.len()).map(I::new)
    }

    pub(super) fn iter_enumerated(&self) -> impl Iterator<Item = (I, &T)> + Clone {
        self.all.iter().enumerate().map(|(index, item)| (I::new(index), item))
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        IndexVec { all: Vec::new(), index: PhantomData }
    }
}

impl<I: Idx, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.all[index.index()]
    }
}

impl<I: Idx, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.all[index.index()]
    }
}

impl<I, T> Extend<T> for IndexVec<I, T> {
    fn extend<A: IntoIterator<Item = T>>(&mut self, items: A) {
        self.all.extend(items);
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(items: A) -> Self {
        IndexVec { all: items.into_iter().collect(), index: PhantomData }
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
