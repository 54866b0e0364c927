//! [`created!`]: what a server returns for a created object: the object, and the id that it then always has.

/// Defines the response to a creation: a required id, and the object, to which it dereferences.
macro_rules! created {
    ($(#[$doc:meta])* $created:ident: $object:ident, $id:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub struct $created {
            /// Id.
            pub $id: String,
            object: $object,
        }

        impl $created {
            /// Returns the object.
            pub fn into_inner(self) -> $object {
                self.object
            }
        }

        impl std::ops::Deref for $created {
            type Target = $object;

            fn deref(&self) -> &$object {
                &self.object
            }
        }

        impl<'de> serde::Deserialize<'de> for $created {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let object = $object::deserialize(deserializer)?;
                let id = object.$id.clone();
                let $id = id.ok_or_else(|| <D::Error as serde::de::Error>::missing_field(stringify!($id)))?;
                Ok(Self { $id, object })
            }
        }

        impl serde::Serialize for $created {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.object.serialize(serializer)
            }
        }
    };
}
pub(crate) use created;
