//! [`string_enum!`]: enums of names that the server knows, such as roles. Names that this crate does not know survive.

/// Defines an enum of names with an `Other`, which reads and writes strings.
macro_rules! string_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A name that this crate does not know.
            Other(String),
        }

        impl $name {
            /// Returns the name, as in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(name) => name,
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                match name {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self::from(name.as_str())
            }
        }

        impl From<&String> for $name {
            fn from(name: &String) -> Self {
                Self::from(name.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(name))
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }

        $crate::core::into_field::into_field!($name: $name, String, &str, &String);

        impl $crate::core::request_fields::FieldValue for $name {}
    };
}
pub(crate) use string_enum;

#[cfg(test)]
mod tests {
    use crate::users::UserRole;

    #[test]
    fn names_are_read_and_written_and_unknown_ones_survive() {
        for (name, role) in [
            ("proxy_admin", UserRole::ProxyAdmin),
            ("internal_user", UserRole::InternalUser),
            ("auditor", UserRole::Other("auditor".to_owned())),
        ] {
            let json = serde_json::Value::from(name);
            assert_eq!(serde_json::from_value::<UserRole>(json.clone()).expect("a role"), role);
            assert_eq!(serde_json::to_value(&role).expect("JSON"), json);
            assert_eq!((role.to_string().as_str(), UserRole::from(name)), (name, role.clone()));
            assert!(role == name && role != "user");
        }
        assert!(serde_json::from_value::<UserRole>(serde_json::json!(1)).is_err());
    }
}
